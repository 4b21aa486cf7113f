import type { TracedParcel } from './trace-store';

/** The country of ProducerCountry, ISO 3166-1. */
const COUNTRY = 'PE';

/**
 * The plots of a lot in the form that the information system of Regulation (EU) 2023/1115 takes (GeoJSON File
 * Description 1.2): WGS84, longitude first, six decimals or more, an area in hectares beside each point. A plot without
 * coordinates cannot be in it. Coordinates are written as they are stored: a JSON number would lose the zeros at its end.
 */
export function geoJsonOf(parcels: readonly TracedParcel[]): string {
  const plots = [...new Map(parcels.map((parcel) => [parcel.parcelId, parcel])).values()];
  const features = plots
    .filter(({ latitude, longitude }) => latitude !== null && longitude !== null)
    .map((parcel) => {
      const properties = {
        ProducerName: parcel.farmer,
        ProducerCountry: COUNTRY,
        ProductionPlace: `${parcel.name}, ${parcel.district}, ${parcel.department}`,
        Area: Number(parcel.areaHa),
      };
      const geometry = `{"type":"Point","coordinates":[${parcel.longitude},${parcel.latitude}]}`;
      return `{"type":"Feature","geometry":${geometry},"properties":${JSON.stringify(properties)}}`;
    });
  return `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`;
}

/** A point is enough up to so many hectares; a larger plot needs its boundary. */
const POINT_UP_TO_HA = 4;

/** What is missing for a declaration of the lot. */
export function plotFaults(parcels: readonly TracedParcel[]) {
  const plots = [...new Map(parcels.map((parcel) => [parcel.parcelId, parcel])).values()];
  return {
    plots: plots.length,
    withoutPlace: plots.filter(({ latitude }) => latitude === null),
    needBoundary: plots.filter(({ areaHa }) => Number(areaHa) > POINT_UP_TO_HA),
  };
}

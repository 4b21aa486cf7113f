import type { Knex } from 'knex';
import * as institutions from './0001_institutions';
import * as staff from './0002_staff_and_sessions';
import * as audit from './0003_commands_and_audit';
import * as ledger from './0004_ledger';
import * as alliance from './0005_alliance_and_credit_lines';
import * as farmers from './0006_farmers';
import * as applications from './0007_products_and_applications';
import * as loans from './0008_loans';
import * as farmerAccess from './0009_farmer_access';
import * as dayClose from './0010_day_close';
import * as servicing from './0011_servicing_requests';
import * as covenants from './0012_covenants';
import * as lookupsInOrder from './0013_lookups_in_order';
import * as portfolioFigures from './0014_portfolio_figures';
import * as unpaidLoans from './0015_unpaid_loans';
import * as collectionSheets from './0016_collection_sheets';
import * as deliveries from './0017_deliveries';
import * as lineMonths from './0018_line_months';
import * as refinancedLoans from './0019_refinanced_loans';
import * as courtCases from './0020_court_cases';

export interface Migration {
  readonly name: string;
  readonly up: (db: Knex) => Promise<void>;
  readonly down: (db: Knex) => Promise<void>;
}

/** In order. A list in code and not a folder, so that a name does not depend on the extension of its file. */
export const migrations: readonly Migration[] = [
  { name: '0001_institutions', ...institutions },
  { name: '0002_staff_and_sessions', ...staff },
  { name: '0003_commands_and_audit', ...audit },
  { name: '0004_ledger', ...ledger },
  { name: '0005_alliance_and_credit_lines', ...alliance },
  { name: '0006_farmers', ...farmers },
  { name: '0007_products_and_applications', ...applications },
  { name: '0008_loans', ...loans },
  { name: '0009_farmer_access', ...farmerAccess },
  { name: '0010_day_close', ...dayClose },
  { name: '0011_servicing_requests', ...servicing },
  { name: '0012_covenants', ...covenants },
  { name: '0013_lookups_in_order', ...lookupsInOrder },
  { name: '0014_portfolio_figures', ...portfolioFigures },
  { name: '0015_unpaid_loans', ...unpaidLoans },
  { name: '0016_collection_sheets', ...collectionSheets },
  { name: '0017_deliveries', ...deliveries },
  { name: '0018_line_months', ...lineMonths },
  { name: '0019_refinanced_loans', ...refinancedLoans },
  { name: '0020_court_cases', ...courtCases },
];

import type { Knex } from '../db/connect';

/** Who and what stands behind the numbers of a loan, for its pages and papers. */
export interface Parties {
  readonly farmer: {
    readonly id: number;
    readonly name: string;
    readonly documentNumber: string;
    readonly phone: string | null;
  };
  readonly community: string;
  readonly district: string;
  readonly department: string;
  readonly product: string;
  readonly creditType: string;
  readonly purpose: string;
  readonly officer: { readonly name: string; readonly phone: string | null };
  readonly organisation: string | null;
  readonly line: string;
  readonly lineCurrency: string;
  readonly investor: string;
  readonly institution: {
    readonly name: string;
    readonly ruc: string | null;
    readonly phone: string | null;
    readonly payAt: string;
  };
}

export async function partiesOf(db: Knex, institutionId: number, loanId: number): Promise<Parties> {
  const row = (await db('loan as l')
    .join('institution as i', 'i.id', 'l.institution_id')
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('product as p', (on) => on.on('p.institution_id', 'l.institution_id').on('p.id', 'l.product_id'))
    .join('application as a', (on) => on.on('a.institution_id', 'l.institution_id').on('a.id', 'l.application_id'))
    .join('staff as s', (on) => on.on('s.institution_id', 'l.institution_id').on('s.id', 'l.officer_id'))
    .join('credit_line as c', (on) => on.on('c.institution_id', 'l.institution_id').on('c.id', 'l.line_id'))
    .join('investor as v', 'v.id', 'c.investor_id')
    .join('district as d', 'd.ubigeo', 'l.ubigeo')
    .leftJoin('partner_organisation as o', 'o.id', 'l.partner_organisation_id')
    .where({ 'l.institution_id': institutionId, 'l.id': loanId })
    .first({
      farmerId: 'f.id',
      givenNames: 'f.given_names',
      firstSurname: 'f.first_surname',
      secondSurname: 'f.second_surname',
      documentNumber: 'f.document_number',
      phone: 'f.phone',
      community: 'f.community',
      district: 'd.name',
      department: 'd.department',
      product: 'p.name',
      creditType: 'p.credit_type',
      purpose: 'a.purpose',
      officer: 's.name',
      officerPhone: 's.phone',
      organisation: 'o.name',
      line: 'c.name',
      lineCurrency: 'c.currency',
      investor: 'v.name',
      institution: 'i.name',
      ruc: 'i.ruc',
      institutionPhone: 'i.phone',
      payAt: 'i.pay_at',
    })) as PartiesRow | undefined;
  if (!row) throw new Error(`loan ${loanId} of institution ${institutionId} has no parties`);
  return {
    farmer: {
      id: row.farmerId,
      name: [row.givenNames, row.firstSurname, row.secondSurname].filter(Boolean).join(' '),
      documentNumber: row.documentNumber,
      phone: row.phone,
    },
    community: row.community,
    district: row.district,
    department: row.department,
    product: row.product,
    creditType: row.creditType,
    purpose: row.purpose,
    officer: { name: row.officer, phone: row.officerPhone },
    organisation: row.organisation,
    line: row.line,
    lineCurrency: row.lineCurrency,
    investor: row.investor,
    institution: { name: row.institution, ruc: row.ruc, phone: row.institutionPhone, payAt: row.payAt },
  };
}

interface PartiesRow {
  farmerId: number;
  givenNames: string;
  firstSurname: string;
  secondSurname: string;
  documentNumber: string;
  phone: string | null;
  community: string;
  district: string;
  department: string;
  product: string;
  creditType: string;
  purpose: string;
  officer: string;
  officerPhone: string | null;
  organisation: string | null;
  line: string;
  lineCurrency: string;
  investor: string;
  institution: string;
  ruc: string | null;
  institutionPhone: string | null;
  payAt: string;
}

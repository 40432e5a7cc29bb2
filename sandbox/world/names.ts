/** Realistic words for made-up people, companies and titles. Data only. */

/** `ascii` is the form of the name in an e-mail address. */
interface PersonalName {
  readonly name: string
  readonly ascii: string
}

const ascii = (name: string): PersonalName => ({ name, ascii: name.toLowerCase() })

export const FIRST_NAMES: readonly PersonalName[] = [
  ...['Olivia', 'Liam', 'Emma', 'Noah', 'Amelia', 'Lucas', 'Grace', 'Daniel', 'Priya', 'Arjun'],
  ...['Fatima', 'Omar', 'Ingrid', 'Lars', 'Chloe', 'Mateo', 'Aisha', 'Peter', 'Hannah', 'Tomasz'],
]
  .map(ascii)
  .concat([
    { name: 'José', ascii: 'jose' },
    { name: 'Zoë', ascii: 'zoe' },
    { name: 'Jean-François', ascii: 'jeanfrancois' },
    { name: '美咲', ascii: 'misaki' },
    { name: 'Дмитрий', ascii: 'dmitry' },
    { name: 'محمد', ascii: 'mohammed' },
    { name: 'D’Arcy', ascii: 'darcy' },
    { name: 'Anna "Annie"', ascii: 'annie' },
  ])

export const LAST_NAMES: readonly PersonalName[] = [
  ...['Smith', 'Johnson', 'Okafor', 'Nguyen', 'Patel', 'Rossi', 'Kowalski', 'Haddad', 'Brown'],
  ...['Silva', 'Novak', 'Martin', 'Kim', 'Schmidt', 'Jansen', 'Ali', 'Cohen', 'Murphy', 'Tanaka'],
]
  .map(ascii)
  .concat([
    { name: 'Müller-Lüdenscheidt', ascii: 'mueller' },
    { name: 'O’Brien', ascii: 'obrien' },
    { name: '佐藤', ascii: 'sato' },
    { name: 'Иванова', ascii: 'ivanova' },
    { name: 'García, Jr.', ascii: 'garcia' },
  ])

export const COMPANIES: readonly string[] = [
  'Brightwater Analytics',
  'Northwind Traders',
  'Fabrikam, Inc.',
  'Smith & Sons "Fine" Goods',
  'Blue Yonder Air',
  'Contoso GmbH & Co. KG',
  '株式会社サンプル',
  'Tailspin Toys',
  'Consolidated Messenger',
  'Rocket 🚀 Labs',
]

export const JOB_TITLES: readonly string[] = [
  'Marketing Manager',
  'Director, Demand Generation',
  'VP of Sales',
  'Head of "Growth"',
  'Senior Engineer\nPlatform',
  'Chief Marketing Officer',
  'Analyst',
  'Produktmanagerin',
  'CEO; Founder',
  'Consultant 🎯',
]

export const JOB_FUNCTIONS: readonly string[] = ['Marketing', 'Sales', 'IT', 'Finance', 'Other']

export const INDUSTRIES: readonly string[] = [
  'Software',
  'Banking, Insurance',
  'Manufacturing',
  'Health Care',
  'Education',
]

export const COMPANY_SIZES: readonly string[] = ['1 - 49', '50 - 499', '500 - 4,999', '5,000+']

export const CITIES: readonly {
  readonly city: string
  readonly state: string
  readonly zip: string
  readonly country: string
}[] = [
  { city: 'Boston', state: 'MA', zip: '02139', country: 'United States' },
  { city: 'San Francisco', state: 'CA', zip: '94105', country: 'United States' },
  { city: 'Newark', state: 'NJ', zip: '07102', country: 'United States' },
  { city: 'Austin', state: 'TX', zip: '73301', country: 'United States' },
  { city: 'Dresden', state: 'Sachsen', zip: '01067', country: 'Germany' },
  { city: 'São Paulo', state: 'SP', zip: '01310-100', country: 'Brazil' },
  { city: '東京', state: '東京都', zip: '100-0001', country: 'Japan' },
  { city: 'London', state: 'Greater London', zip: 'EC1A 1BB', country: 'United Kingdom' },
]

export const TOPICS: readonly string[] = [
  'Getting Started with Marketing Automation',
  'Five Ways to Score Leads',
  'The State of B2B Webinars',
  'From Registrant to Revenue',
  'Email Deliverability in Practice',
  'Customer Stories: Manufacturing',
  'Product Update and Roadmap',
  'Ask the Experts',
  'Building a Content Engine',
  'Measuring Engagement That Matters',
]

export const PARTNER_REFS: readonly string[] = ['EM', 'LinkedIn', 'Partner-North', 'website', 'EM2']

/** The fields of registration forms, by ON24's names, and made-up values that contain the mark. */
import type { Random } from '../random.ts'
import type { Mark } from './mark.ts'
import {
  CITIES,
  COMPANIES,
  COMPANY_SIZES,
  FIRST_NAMES,
  INDUSTRIES,
  JOB_FUNCTIONS,
  JOB_TITLES,
  LAST_NAMES,
} from './names.ts'

const PROFILE_FIELDS = [
  'firstname',
  'lastname',
  'company',
  'jobtitle',
  'addressstreet1',
  'addressstreet2',
  'city',
  'state',
  'zip',
  'country',
  'homephone',
  'workphone',
  'fax',
  'username',
  'exteventusercd',
  'other',
  'notes',
  'jobfunction',
  'companyindustry',
  'companysize',
  'std1',
  'std2',
] as const
export type ProfileField = (typeof PROFILE_FIELDS)[number]

/** A field that the form does not have has no key. */
export type Profile = Readonly<Partial<Record<ProfileField, string>>>

/** The form of most webinars. */
export const FULL_FORM: readonly ProfileField[] = PROFILE_FIELDS.filter(
  (field) => !['fax', 'other', 'notes', 'std2', 'homephone'].includes(field),
)
export const SHORT_FORM: readonly ProfileField[] = ['firstname', 'lastname', 'company']

export interface MadeUpPerson {
  readonly email: string
  readonly profile: Profile
}

/** `number` makes the address unique in the world. */
export function makeUpPerson(
  random: Random,
  number: number,
  form: readonly ProfileField[],
  mark: Mark,
): MadeUpPerson {
  const first = random.pick(FIRST_NAMES)
  const last = random.pick(LAST_NAMES)
  const place = random.pick(CITIES)
  const answers: Record<ProfileField, string> = {
    firstname: mark.after(first.name),
    lastname: mark.after(last.name, number),
    company: mark.after(random.pick(COMPANIES)),
    jobtitle: mark.after(random.pick(JOB_TITLES)),
    addressstreet1: mark.after(`${random.int(1, 980)} Main Street`),
    addressstreet2: mark.after(`Suite ${random.int(1, 40)}`),
    city: mark.after(place.city),
    state: place.state,
    zip: place.zip,
    country: place.country,
    homephone: mark.after(`(555)-01${random.int(10, 99)}`),
    workphone: mark.after(`(${random.int(200, 989)})-555-01${random.int(10, 99)}`),
    fax: mark.after(`(555)-02${random.int(10, 99)}`),
    username: `${first.ascii}.${mark.inAddress}${number}`,
    exteventusercd: mark.after('person', number),
    other: mark.after('Other'),
    notes: mark.after('Met at the fair'),
    jobfunction: random.pick(JOB_FUNCTIONS),
    companyindustry: random.pick(INDUSTRIES),
    companysize: random.pick(COMPANY_SIZES),
    std1: mark.after('Answer'),
    std2: mark.after('Answer'),
  }
  const profile: Partial<Record<ProfileField, string>> = {}
  for (const field of form) {
    // The second address line is usually empty, and an empty value has no key.
    if (field === 'addressstreet2' && random.chance(0.7)) continue
    profile[field] = answers[field]
  }
  return {
    email: `${first.ascii}.${last.ascii}.${mark.inAddress}${number}@example.com`,
    profile,
  }
}

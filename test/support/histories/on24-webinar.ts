/**
 * One webinar in ON24 and its people in a random history. Nobody who attended shares an address, so the expected list
 * depends on ON24's present state alone, whatever was written before.
 */
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { expectedListName } from '../expectation/expected-list-name.ts'
import type { On24Step } from './history.ts'

interface Person {
  readonly id: number
  email: string
  /** True once the person has shared an address with another person. */
  isTwin: boolean
  attended: boolean
  isCancelled: boolean
}

const HOUR_MS = 3_600_000

export class On24Webinar {
  readonly eventId: number
  /** All titles so far. */
  readonly #titles: string[]
  readonly #forgotten = new Set<string>()
  readonly #sandbox: Sandbox
  readonly #liveStartAt: Date
  #people: Person[] = []
  #addresses = 0

  constructor(
    sandbox: Sandbox,
    on24ClientId: string,
    { title, liveStartAt }: { readonly title: string; readonly liveStartAt: Date },
  ) {
    this.#sandbox = sandbox
    this.#liveStartAt = liveStartAt
    this.#titles = [title]
    this.eventId = sandbox.world.addWebinar(on24ClientId, { title, liveStartAt })
    this.#register(2)
  }

  /** Returns what was done; null if nobody fits. */
  make(step: On24Step): string | null {
    const { world, clock } = this.#sandbox
    // The order of what happens follows from its times, so each needs a later one.
    clock.advance(1000)
    switch (step.do) {
      case 'register':
        return `registered ${this.#register(step.count).join(' ')}`
      case 'optInLate': {
        const createdAt = new Date(clock.now().getTime() - step.hours * HOUR_MS)
        return `registered late ${String(this.#add(this.#newAddress(), { createdAt }).id)}`
      }
      case 'registerTwin': {
        const person = this.#pick(step.person, (one) => !one.attended && !one.isCancelled)
        if (person === null) return null
        person.isTwin = true
        const twin = this.#add(person.email.toUpperCase())
        Object.assign(twin, { email: person.email, isTwin: true })
        return `registered ${String(twin.id)}, a twin of ${String(person.id)}`
      }
      case 'renameWebinar':
        world.rename(this.eventId, step.to)
        this.#titles.push(step.to)
        return `renamed ${step.to}`
      case 'undoCancel': {
        const person = this.#pick(step.person, (one) => one.isCancelled)
        if (person === null) return null
        person.isCancelled = false
        world.undelete(person.id)
        return `cancelled no more ${String(person.id)}`
      }
      case 'forget': {
        const person = this.#pick(step.person, () => true)
        if (person === null) return null
        world.forget(person.id)
        this.#forgotten.add(String(person.id))
        this.#people = this.#people.filter((other) => other !== person)
        return `forgot ${String(person.id)}`
      }
      default:
        return this.#ofActive(step)
    }
  }

  #ofActive(
    step: Exclude<
      On24Step,
      {
        do: 'register' | 'optInLate' | 'registerTwin' | 'renameWebinar' | 'undoCancel' | 'forget'
      }
    >,
  ): string | null {
    const { world, clock } = this.#sandbox
    const person = this.#pick(step.person, (one) => !one.isCancelled)
    if (person === null) return null
    switch (step.do) {
      case 'changeAddress':
        return this.#changeAddress(person, this.#newAddress())
      case 'swapAddresses': {
        const other = this.#pick(step.other, (one) => !one.isCancelled && one !== person)
        if (other === null || person.isTwin || other.isTwin) return null
        const { email } = person
        return `${this.#changeAddress(person, other.email)}, ${this.#changeAddress(other, email)}`
      }
      case 'cancel':
        person.isCancelled = true
        world.softDelete(person.id)
        return `cancelled ${String(person.id)}`
      case 'attend': {
        if (person.isTwin || clock.now() < this.#liveStartAt) return null
        person.attended = true
        const { mode, minutes, polls, surveys, score } = step
        world.attend(person.id, { at: clock.now(), mode, minutes, polls, surveys, score })
        return `attended ${String(person.id)}`
      }
      case 'edit':
        world.editProfile(person.id, { [step.field]: step.to }, step.level)
        return `edited ${step.field} of ${String(person.id)}`
    }
  }

  /** Names that a list of the webinar may have been given. */
  names(): string[] {
    return this.#titles.map((title) => expectedListName(title, this.eventId))
  }

  /** Registrant ids of people whom ON24 has forgotten. */
  forgotten(): ReadonlySet<string> {
    return this.#forgotten
  }

  /** Registrant ids of people who are neither forgotten nor cancelled. */
  active(): string[] {
    return this.#people.flatMap(({ id, isCancelled }) => (isCancelled ? [] : [String(id)]))
  }

  /** Addresses by registrant id, without people whom ON24 has forgotten. */
  people(): ReadonlyMap<string, string> {
    return new Map(this.#people.map(({ id, email }) => [String(id), email]))
  }

  #pick(nth: number, fits: (person: Person) => boolean): Person | null {
    const people = this.#people.filter(fits)
    return people[nth % people.length] ?? null
  }

  #register(count: number): number[] {
    return Array.from({ length: count }, () => this.#add(this.#newAddress()).id)
  }

  #add(email: string, registration: { readonly createdAt?: Date } = {}): Person {
    const id = this.#sandbox.world.register(this.eventId, { email, ...registration })
    const person = { id, email, isTwin: false, attended: false, isCancelled: false }
    this.#people.push(person)
    return person
  }

  /** The address that the next new person will have. */
  get nextAddress(): string {
    return this.#addressOf(this.#addresses + 1)
  }

  #newAddress(): string {
    this.#addresses += 1
    return this.#addressOf(this.#addresses)
  }

  #addressOf(nth: number): string {
    return `p${String(nth)}.${String(this.eventId)}.zq7canary@example.com`
  }

  #changeAddress(person: Person, email: string): string {
    person.email = email
    this.#sandbox.world.changeAddress(person.id, email)
    return `${String(person.id)} changed the address to ${email}`
  }
}

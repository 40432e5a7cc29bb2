/**
 * Random changes in ON24 to the few people of one webinar. Nobody cancels, the first person stays, and nobody who
 * attended shares an address, so the expected list depends only on ON24's current state, not on earlier writes.
 */
import type { Random } from '../../../sandbox/random.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'

interface Person {
  readonly id: number
  email: string
  /** True once the person has shared an address with another person. */
  isTwin: boolean
  attended: boolean
}

export class EditedWebinar {
  readonly eventId: number
  readonly log: string[] = []
  readonly #sandbox: Sandbox
  readonly #random: Random
  #people: Person[] = []
  #addresses = 0

  readonly #keepsItsCells: boolean

  /** `keepsItsCells`: no cell is emptied, and no address passes to another person. */
  constructor(
    sandbox: Sandbox,
    random: Random,
    eventId: number,
    { keepsItsCells = false }: { readonly keepsItsCells?: boolean } = {},
  ) {
    this.#keepsItsCells = keepsItsCells
    this.#sandbox = sandbox
    this.#random = random
    this.eventId = eventId
    this.#register(random.chance(0.4) ? random.int(5, 8) : random.int(1, 4))
  }

  /** About every third time, so many people are new that the service uploads them with a merge. */
  edit(): void {
    const random = this.#random
    if (random.chance(0.35)) this.#register(random.int(5, 7))
    for (let edits = random.int(1, 3); edits > 0; edits -= 1) this.#editOne()
  }

  /** Changes the content of a rejected row, so that the service tries it again. */
  touch(registrantId: string): void {
    this.#editProfile(Number(registrantId), {
      jobtitle: `Tried again ${String(this.#random.int(1, 999))}`,
    })
  }

  #register(count: number): void {
    for (let n = 0; n < count; n += 1) this.#add(this.#freshAddress(), false)
  }

  #add(email: string, isTwin: boolean): void {
    const id = this.#sandbox.world.register(this.eventId, { email })
    this.#people.push({ id, email, isTwin, attended: false })
    this.log.push(`register ${String(id)} ${email}`)
  }

  #freshAddress(): string {
    this.#addresses += 1
    return `p${String(this.#addresses)}.${String(this.eventId)}.zq7canary@example.com`
  }

  #editOne(): void {
    const random = this.#random
    const { world, clock } = this.#sandbox
    // The order of edits follows from their timestamps, so each needs a later one.
    clock.advance(1000)
    const [, ...others] = this.#people
    const person = random.pick(others.length === 0 ? this.#people : others)
    const what = random.int(1, 8)
    if (what === 1) return this.#register(1)
    if (what === 2 && !person.attended && !this.#keepsItsCells) {
      person.isTwin = true
      return this.#add(person.email, true)
    }
    if (what === 3 && others.length > 0) {
      world.forget(person.id)
      this.#people = this.#people.filter((other) => other !== person)
      this.log.push(`forget ${String(person.id)}`)
      return
    }
    if (what === 4 && !person.isTwin) {
      person.attended = true
      world.attend(person.id, { at: clock.now(), minutes: random.int(1, 9) })
      this.log.push(`attend ${String(person.id)}`)
      return
    }
    if (what === 5) return this.#changeAddress(person, this.#freshAddress())
    const other = random.pick(this.#people)
    const maySwap = !this.#keepsItsCells && !person.isTwin && !other.isTwin
    if (what === 6 && other !== person && maySwap) {
      const { email } = person
      this.#changeAddress(person, other.email)
      this.#changeAddress(other, email)
      return
    }
    const city =
      random.chance(0.3) && !this.#keepsItsCells ? '' : `Town ${String(random.int(1, 99))}`
    this.#editProfile(person.id, { city })
  }

  #changeAddress(person: Person, email: string): void {
    person.email = email
    this.#sandbox.world.changeAddress(person.id, email)
    this.log.push(`change address of ${String(person.id)} to ${email}`)
  }

  #editProfile(registrantId: number, profile: Readonly<Record<string, string>>): void {
    this.#sandbox.world.editProfile(registrantId, profile, 'event')
    this.log.push(`edit ${String(registrantId)} ${JSON.stringify(profile)}`)
  }
}

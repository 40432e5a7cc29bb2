/** GET /client/{clientId}: the client's name and sub-clients; the cheapest call. */
import type { On24Endpoint } from '../service.ts'

export const client: On24Endpoint = {
  name: 'client',
  kind: 'client',
  path: '',
  answer: ({ account, clientId }) => ({
    clientname: account.name,
    ...(clientId === account.on24ClientId &&
      account.subClientIds.length > 0 && {
        subclients: account.subClientIds.map((id) => ({ id: Number(id), name: `Unit ${id}` })),
      }),
  }),
}

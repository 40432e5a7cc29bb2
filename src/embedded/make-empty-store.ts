// Makes an empty database in the folder that is named by its argument. A separate process, because of the memory it takes:
// open-embedded-store.ts starts it.
import { argv } from 'node:process'
import { openPglite } from '../store/pglite/open-pglite.ts'

const [folder] = argv.slice(2)
if (folder === undefined) throw new Error('make-empty-store: no folder given')
const pglite = await openPglite(folder)
await pglite.close()

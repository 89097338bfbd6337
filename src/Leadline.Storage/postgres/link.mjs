// Makes the links of shared libraries that the package's install script would make; npm runs no scripts here.
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'

const root = process.argv[2]
const list = join(root, 'native', 'pg-symlinks.json')

for (const { source, target } of existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []) {
  rmSync(join(root, target), { force: true })
  symlinkSync(basename(source), join(root, target))
}

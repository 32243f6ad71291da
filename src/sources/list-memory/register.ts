/** Texts by key, each read and written as a whole. Both reject where that could not be done. */
export interface Cells {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<void>
}

/**
 * Finds the highest number that was ever written, whatever the order in which several processes wrote:
 * without comparing and setting, and without ever changing what stands in a cell.
 *
 * Numbers are the leaves of a tree, first by how many binary digits they have, then digit by digit. A mark at
 * a knot says that the higher branch holds a number; it is set after that number and all marks below it, and
 * never taken away. So a reader who follows the marks comes to a number that was written wholly, and none
 * that was written wholly before is higher.
 *
 * The shape is that of the max register of Aspnes, Attiya and Censor-Hillel ("Polylogarithmic concurrent data
 * structures from monotone circuits", 2012), with a tree that is shallow for low numbers. A number n costs
 * about 2 log2 n cells to read.
 *
 * @param path What the keys begin with.
 * @returns The text of the highest number; undefined where there is none. `damaged` where a cell holds what
 *   is not written here, or marks lead to a number that is not there. Rejects where a cell cannot be read.
 */
export async function readHighest(
  cells: Cells,
  path: string,
): Promise<{ readonly number: number; readonly text: string } | 'damaged' | undefined> {
  let digits = 1
  let mark = await readMark(cells, lengthMark(path, digits))
  while (mark === 'set' && digits < LONGEST) {
    digits += 1
    mark = digits < LONGEST ? await readMark(cells, lengthMark(path, digits)) : 'none'
  }
  let branch = '1'
  while (mark !== 'damaged' && branch.length < digits) {
    mark = await readMark(cells, digitMark(path, digits, branch))
    branch += mark === 'set' ? '1' : '0'
  }
  if (mark === 'damaged') return 'damaged'
  const number = Number.parseInt(branch, 2)
  const text = await cells.get(numberKey(path, number))
  if (text !== undefined) return { number, text }
  return digits === 1 ? undefined : 'damaged'
}

/**
 * Writes a number, leaving what another process wrote under it. Rejects where a cell cannot be written; then
 * the number may be found or not.
 *
 * @param number A whole number from 1 to the largest safe integer.
 */
export async function writeNumber(
  cells: Cells,
  path: string,
  { number, text }: { readonly number: number; readonly text: string },
): Promise<void> {
  const key = numberKey(path, number)
  if ((await cells.get(key)) === undefined) await cells.set(key, text)
  const digits = number.toString(2)
  for (let at = digits.length - 1; at > 0; at -= 1) {
    if (digits[at] === '1') await cells.set(digitMark(path, digits.length, digits.slice(0, at)), SET)
  }
  for (let length = digits.length - 1; length > 0; length -= 1) await cells.set(lengthMark(path, length), SET)
}

/** Safe integers have 53 binary digits. */
const LONGEST = 53

const SET = '1'

async function readMark(cells: Cells, key: string): Promise<'set' | 'none' | 'damaged'> {
  const text = await cells.get(key)
  if (text === undefined) return 'none'
  return text === SET ? 'set' : 'damaged'
}

/** Set: there is a number of more digits. */
function lengthMark(path: string, digits: number): string {
  return `${path}/longer/${digits}`
}

/** Set: there is a number of this length that begins with these digits and a one. */
function digitMark(path: string, length: number, digits: string): string {
  return `${path}/one/${length}/${digits}`
}

function numberKey(path: string, number: number): string {
  return `${path}/number/${number}`
}

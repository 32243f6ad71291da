/** A record while it is being filled in. */
export type Draft<T> = { -readonly [Field in keyof T]: T[Field] }

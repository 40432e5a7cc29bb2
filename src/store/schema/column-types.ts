/** Columns whose types differ for reading and writing. */
import type { ColumnType } from 'kysely'

export type Time = ColumnType<Date, Date | string, Date | string>
export type NullableTime = ColumnType<Date | null, Date | string | null, Date | string | null>
/** YYYY-MM-DD when written. Drivers return different types for it, so it is selected as text. */
export type Day = ColumnType<unknown, string | null, string | null>
export type Json<T> = ColumnType<T, string, string>

/** Columns whose values go in and come out as different types. */
import type { ColumnType } from 'kysely'

export type Time = ColumnType<Date, Date | string, Date | string>
export type NullableTime = ColumnType<Date | null, Date | string | null, Date | string | null>
/** YYYY-MM-DD goes in; drivers disagree about what comes out, so it is selected as text. */
export type Day = ColumnType<unknown, string | null, string | null>
export type Json<T> = ColumnType<T, string, string>

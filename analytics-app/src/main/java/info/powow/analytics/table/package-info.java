/// The tables that analysts query, and the rows that each event adds to them. Pure.
@NullMarked
package info.powow.analytics.table;

import org.jspecify.annotations.NullMarked;

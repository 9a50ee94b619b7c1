/// The keys under which personal data is sealed in the log: outside the data folder, wrapped with a
/// master key, and destroyed to erase.
@NullMarked
package info.powow.eventlog.keys;

import org.jspecify.annotations.NullMarked;

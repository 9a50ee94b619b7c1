/// A synthetic history: years of a neighbourhood, written into a log in minutes.
@NullMarked
package info.powow.bench.history;

import org.jspecify.annotations.NullMarked;

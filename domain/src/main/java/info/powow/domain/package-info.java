/// The language everybody shares: ids, keys, refusals, and what a text may be.
@NullMarked
package info.powow.domain;

import org.jspecify.annotations.NullMarked;

/// Token filters for text in any script, for a node that has no `analysis-common`.
@NullMarked
package info.powow.searchnode.folding;

import org.jspecify.annotations.NullMarked;

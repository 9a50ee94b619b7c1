/// Text analysis for any script, for a node without `analysis-common` and `analysis-icu`.
@NullMarked
package info.powow.searchnode.analysis;

import org.jspecify.annotations.NullMarked;

/// Analysis of text in any script, for a node that has neither `analysis-common` nor
/// `analysis-icu`.
@NullMarked
package info.powow.searchnode.analysis;

import org.jspecify.annotations.NullMarked;

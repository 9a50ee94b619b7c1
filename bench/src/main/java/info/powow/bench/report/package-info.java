/// Figures and their references.
@NullMarked
package info.powow.bench.report;

import org.jspecify.annotations.NullMarked;

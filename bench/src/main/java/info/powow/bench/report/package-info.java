/// The figures, beside the bars they are meant to beat.
@NullMarked
package info.powow.bench.report;

import org.jspecify.annotations.NullMarked;

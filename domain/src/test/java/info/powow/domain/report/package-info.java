@NullMarked
package info.powow.domain.report;

import org.jspecify.annotations.NullMarked;

/// Commands about reports.
@NullMarked
package info.powow.command.report;

import org.jspecify.annotations.NullMarked;

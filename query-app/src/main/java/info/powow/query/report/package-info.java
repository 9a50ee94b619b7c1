/// What people are shown of their reports.
@NullMarked
package info.powow.query.report;

import org.jspecify.annotations.NullMarked;

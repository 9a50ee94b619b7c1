/// Reports: a person tells the staff about somebody else, or about a message.
@NullMarked
package info.powow.domain.report;

import org.jspecify.annotations.NullMarked;

/// Cases of auditors.
@NullMarked
package info.powow.command.audit;

import org.jspecify.annotations.NullMarked;

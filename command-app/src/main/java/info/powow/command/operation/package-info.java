/// Commands of operators.
@NullMarked
package info.powow.command.operation;

import org.jspecify.annotations.NullMarked;

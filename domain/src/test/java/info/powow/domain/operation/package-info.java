@NullMarked
package info.powow.domain.operation;

import org.jspecify.annotations.NullMarked;

@NullMarked
package info.powow.operator;

import org.jspecify.annotations.NullMarked;

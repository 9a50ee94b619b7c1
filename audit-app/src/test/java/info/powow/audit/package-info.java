@NullMarked
package info.powow.audit;

import org.jspecify.annotations.NullMarked;

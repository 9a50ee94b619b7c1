@NullMarked
package info.powow.domain.audit;

import org.jspecify.annotations.NullMarked;

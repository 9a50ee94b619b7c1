@NullMarked
package info.powow.domain.campaign;

import org.jspecify.annotations.NullMarked;

/// Who is there. Being there is a signal and no event; when somebody was last seen is a view.
@NullMarked
package info.powow.domain.presence;

import org.jspecify.annotations.NullMarked;

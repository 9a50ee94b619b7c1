/// Gatherings: who hosts them, when and where they are, and who attends.
@NullMarked
package info.powow.domain.gathering;

import org.jspecify.annotations.NullMarked;

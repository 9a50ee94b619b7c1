/// How events become views: what every projection has in common, whatever its store.
@NullMarked
package info.powow.projection;

import org.jspecify.annotations.NullMarked;

@NullMarked
package info.powow.http.limit;

import org.jspecify.annotations.NullMarked;

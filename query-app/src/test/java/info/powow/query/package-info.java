@NullMarked
package info.powow.query;

import org.jspecify.annotations.NullMarked;

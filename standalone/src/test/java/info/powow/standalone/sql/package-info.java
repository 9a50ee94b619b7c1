@NullMarked
package info.powow.standalone.sql;

import org.jspecify.annotations.NullMarked;

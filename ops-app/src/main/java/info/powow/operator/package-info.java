/// What operators see of a running node, over HTTP.
@NullMarked
package info.powow.operator;

import org.jspecify.annotations.NullMarked;

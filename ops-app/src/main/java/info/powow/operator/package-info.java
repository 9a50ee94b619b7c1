/// What operators see of running nodes, over HTTP.
@NullMarked
package info.powow.operator;

import org.jspecify.annotations.NullMarked;

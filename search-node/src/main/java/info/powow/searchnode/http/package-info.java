/// Access control: HTTP requires the secret, and there is no transport port.
@NullMarked
package info.powow.searchnode.http;

import org.jspecify.annotations.NullMarked;

/// The node's doors: HTTP for who knows the secret, and no transport port at all.
@NullMarked
package info.powow.searchnode.http;

import org.jspecify.annotations.NullMarked;

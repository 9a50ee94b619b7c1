/// Analytics for whichever application has it on its class path: SQL over the history, and replays.
@NullMarked
package info.powow.analytics;

import org.jspecify.annotations.NullMarked;

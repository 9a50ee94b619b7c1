/// Cases: why an auditor may read conversations, and what they read.
@NullMarked
package info.powow.domain.audit;

import org.jspecify.annotations.NullMarked;

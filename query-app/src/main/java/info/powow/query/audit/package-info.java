/// What people are told about audits that concern them.
@NullMarked
package info.powow.query.audit;

import org.jspecify.annotations.NullMarked;

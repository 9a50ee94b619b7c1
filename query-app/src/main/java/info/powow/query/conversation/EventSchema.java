package info.powow.query.conversation;

import io.swagger.v3.oas.annotations.media.Schema;

/// Represents an event in the OpenAPI document. Events are passed on as they are stored; their
/// schema is added by the code that knows their encoding.
@Schema(name = "Event")
record EventSchema() {}

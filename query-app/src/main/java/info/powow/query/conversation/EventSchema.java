package info.powow.query.conversation;

import io.swagger.v3.oas.annotations.media.Schema;

/// Stands for an event in the OpenAPI document, since events are passed on as they are stored.
/// What they look like is put there by who knows how they are written.
@Schema(name = "Event")
record EventSchema() {}

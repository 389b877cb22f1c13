"""The composition root: builds the outside from configuration, importing each adapter on use."""

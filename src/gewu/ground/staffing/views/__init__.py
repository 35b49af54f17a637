"""The pages of staffing: units, posts and vacancies to see; appointments to change."""

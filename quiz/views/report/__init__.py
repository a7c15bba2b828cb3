"""What the answers of many trainees say of the questions and of the trainees, for instructors: values, then words."""

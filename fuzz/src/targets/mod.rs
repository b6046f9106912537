pub mod answers;
pub mod checkout;
pub mod forms;
pub mod json;
pub mod money;
pub mod ocular;
pub mod rows;
pub mod urls;
